"""Static files as browsers fetch them: without the comments and the room that our sources keep for their readers."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

DESCENDANT = re.compile(r"(?<=[\w\])*]) +(?=::?[a-z])")


def small_css(text):
    """Inside a layer the minifier takes `.card :is(…)` for `.card:is(…)`; with the star it means the same and stays."""
    return cssmin(DESCENDANT.sub(" *", text))


MINIFIERS = {".css": small_css, ".js": jsmin}


class SmallStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Collects every file as it was written; the ones with a hash in their name, which pages ask for, are small."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = minify(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def minify(paths):
    """The same files, our scripts and styles minified in memory; what others publish as `.min.` stays as it is."""
    small = InMemoryStorage()
    return {name: minify_file(small, name, *found) for name, found in paths.items()}


def minify_file(small, name, storage, path):
    minifier = MINIFIERS.get(name[name.rfind(".") :])
    if minifier is None or ".min." in name:
        return storage, path
    with storage.open(path) as file:
        text = file.read().decode()
    return small, small.save(name, ContentFile(minifier(text).encode()))
