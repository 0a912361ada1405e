"""Who is like what is being typed into a form: said while one types, and asked once if it was sent unseen."""

from leads.duplicates.finding import likes_of
from leads.duplicates.marks import HOUSES, PEOPLE, marks_of_house, marks_of_person
from leads.duplicates.shown import shown_likes
from leads.duplicates.weighing import PAIR

LONGEST = 254  # no fact of a record is longer; what is longer is not compared letter by letter
ASKED = {"company": ("name", "domain"), "person": ("name", "company", "email", "phone", "country")}


def likes_unseen(request):
    """The likely same of what was sent, if the writer has not been told of all of them: then to be asked once."""
    likes = [(like, why) for like, why in likes_typed(request.POST, request.user) if like.likeness >= PAIR]
    return likes if {like.name for like, _why in likes} - set(request.POST.getlist("seen")) else []


def likes_typed(typed, reader, but=""):
    """[(Like, sentence)] of those who are like what a form says."""
    is_house = "domain" in typed
    facts = {name: said_in(typed, name) for name in ASKED["company" if is_house else "person"]}
    if "company_name" in typed and not is_house:
        facts["company"] = said_in(typed, "company_name")
    marks = marks_of_house(**facts) if is_house else marks_of_person(**facts)
    kinds = HOUSES if is_house else PEOPLE
    return shown_likes(likes_of(marks, reader, kinds=kinds, but=but or said_in(typed, "of")), reader)


def said_in(typed, name):
    """What stands in one field as it is sent while somebody types, unread by any form."""
    return typed.get(name, "").replace("\0", "").strip()[:LONGEST]
