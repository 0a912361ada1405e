import os

from django.core.wsgi import get_wsgi_application

from config.checks import enforce

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
enforce()
application = get_wsgi_application()
enforce(people=True)
