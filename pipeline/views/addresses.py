"""The addresses of a sight: other faces of the same deals, other pipelines, and what belongs to this page."""

from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.faces import tidy
from accounts.fields.facts import is_custom
from pipeline.filters import DealFilter

# the three faces of one filter: (name, icon, the view that shows it)
FACES = {
    "board": (_("Board"), "board", "pipeline:board"),
    "list": (_("List"), "list", "pipeline:deal-list"),
    "months": (_("By month"), "cal", "pipeline:months"),
}


class Addresses:
    """Mix into a sight, which has a `pipeline`, its `pipelines`, a `request` and a `face`."""

    @cached_property
    def kept(self):
        """Those parts of the address that are filters, and the saved view they came from."""
        kept = self.request.GET.copy()
        wanted = {*DealFilter.base_filters, "view", "group"} - {"pipeline"}
        wanted |= {"pipeline", "order"} if self.face == "list" else set()
        for name in set(kept) - wanted:
            if not is_custom(name):
                del kept[name]
        return kept

    @cached_property
    def asked(self):
        """What every part of this page is asked with: the filter, and the face that will show the answer."""
        asked = self.kept.copy()
        if self.face != "board":
            asked["face"] = self.face
        return asked

    @cached_property
    def query(self):
        """The same as an address begins it, “?owner=3”, or nothing."""
        return f"?{self.asked.urlencode()}" if self.asked else ""

    @cached_property
    def more_query(self):
        """The same as an address goes on with it, “&owner=3”, or nothing."""
        return f"&{self.asked.urlencode()}" if self.asked else ""

    @property
    def plain(self):
        """The filter alone, without pipeline, order and saved view."""
        plain = self.kept.copy()
        for name in ("view", "order", "pipeline", "group"):
            plain.pop(name, None)
        return plain

    @property
    def saved_query(self):
        """The filter as a saved view keeps it, with its pipeline."""
        kept = self.kept.copy()
        if self.pipeline:
            kept["pipeline"] = self.pipeline.pk
        return tidy(kept.urlencode())

    @property
    def address(self):
        return self.address_of(self.face)

    def address_with(self, wanted):
        """This face of this pipeline with another filter."""
        is_list = self.face == "list"
        wanted = wanted | ({"group": self.kept["group"]} if "group" in self.kept else {})
        place = [self.pipeline.pk] if self.pipeline and not is_list else []
        asked = wanted | ({"pipeline": self.pipeline.pk} if self.pipeline and is_list else {})
        return reverse(FACES[self.face][2], args=place) + (f"?{urlencode(asked)}" if asked else "")

    @property
    def list_address(self):
        return self.address_of("list")

    def address_of(self, face):
        """Where another face shows the same deals."""
        kept, place = self.kept.copy(), [self.pipeline.pk] if self.pipeline and face != "list" else []
        if face != self.face:
            for name in ("order", "pipeline"):
                kept.pop(name, None)
        if face == "list" and self.pipeline:
            kept["pipeline"] = self.pipeline.pk
        return reverse(FACES[face][2], args=place) + (f"?{kept.urlencode()}" if kept else "")

    def list_of(self, stage, **cell):
        """The list of one stage through the same filter, or of the cell where it meets a row."""
        asked = self.kept.copy()
        asked["stage"] = stage.pk
        for name, value in cell.items():
            asked[name] = value
        return f"{self.list_path}?{asked.urlencode()}"

    @cached_property
    def list_path(self):
        return reverse("pipeline:deal-list")

    def doors(self):
        """The same face of every pipeline, and on the list of all of them: `(name, address, is it this one)`."""
        home, is_list = FACES[self.face][2], self.face == "list"
        doors = [
            (one, f"{reverse(home)}?pipeline={one.pk}" if is_list else reverse(home, args=[one.pk]))
            for one in self.pipelines
        ]
        everywhere = [{"name": _("All pipelines"), "address": reverse(home), "is_current": not self.pipeline}]
        own = [{"name": one.name, "address": address, "is_current": one == self.pipeline} for one, address in doors]
        return (everywhere if is_list else []) + own

    def faces(self):
        """The segments of the control that turns the same deals: `(name, icon, address, is it this one)`."""
        return [
            {"name": name, "icon": icon, "address": self.address_of(face), "is_current": face == self.face}
            for face, (name, icon, _view) in FACES.items()
        ]
