"""The signed paper: the pages as they were sent, the certificate behind them, and the sent file itself inside."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter

from proposals.actions.sending import keep_paper
from proposals.answering.letters import send_copies
from proposals.answering.signatures import HEIGHT, WIDTH
from proposals.models import Answer, Paper, PaperKind
from proposals.paper import html_of, pictures_of


def draws(drawing):
    """The HTML of the certificate of an acceptance."""
    answer = answer_of(drawing)
    sent = Paper.objects.defer("content").filter(version=answer.version, kind=PaperKind.PROPOSAL).first()
    more = {"answer": answer, "paper": sent, "drawing_sheet": f"0 0 {WIDTH} {HEIGHT}"}
    return html_of(drawing.version, "proposals/certificate_paper.html", **more), pictures_of(drawing.version)


def keeps(drawing, content, pages):
    """Keep what was sent and its certificate as one paper, and send it to both."""
    answer = answer_of(drawing)
    sent = Paper.objects.filter(version=answer.version, kind=PaperKind.PROPOSAL).first()
    if sent:
        content, pages = bound(sent, content, f"{answer.proposal.number}-v{answer.version.number}.pdf")
    send_copies(answer, keep_paper(answer.version, PaperKind.SIGNED, content, pages))


def gives_up(drawing, problem):
    """Without a paper both are told all the same; the certificate stands on its page."""
    send_copies(answer_of(drawing), None)


def answer_of(drawing):
    related = ("version__proposal__deal__owner__team", "version__proposal__deal__company", "link__contact__company")
    return Answer.objects.select_related(*related, "proposal").get(pk=drawing.details["answer"])


def bound(sent, certificate, name):
    """(bytes, pages) of the pages that were sent and the certificate; the file as sent lies inside, to be compared."""
    writer, original = PdfWriter(), bytes(sent.content)
    for content in (original, certificate):
        writer.append(PdfReader(BytesIO(content)))
    writer.add_attachment(name, original)
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue(), len(writer.pages)
