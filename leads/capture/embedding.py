"""How a form gets onto a website: by its address, or in a frame."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

HEAD, EACH = 180, 84  # about as many pixels as a form and each of its questions are high


def hosted_at(form):
    return settings.BASE_URL.rstrip("/") + reverse("leads:form-page", args=[form.key])


def frame_of(form):
    """What is pasted into a website. The page around it is told as the referrer, so that its campaign is known."""
    address = settings.BASE_URL.rstrip("/") + reverse("leads:form-frame", args=[form.key])
    height = HEAD + EACH * form.fields.filter(is_hidden=False).count()
    title = escape(form.title or form.name)
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="{height}" frameborder="0" loading="lazy"'
        ' referrerpolicy="no-referrer-when-downgrade"></iframe>'
    )
