from django.urls import include, path, re_path

from proposals.views import deal, editor, templates

app_name = "proposals"
urlpatterns = [
    path("proposals/", deal.proposals, name="proposals"),
    path("proposals/<int:pk>/", editor.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/", editor.edit, name="edit"),
    path("proposals/<int:pk>/send/", editor.send, name="send"),
    path("proposals/<int:pk>/drawing/", editor.drawing, name="drawing"),
    path("proposals/<int:pk>/release/", editor.release, name="release"),
    path("proposals/<int:pk>/withdraw/", editor.withdraw, name="withdraw"),
    path("proposals/<int:pk>/new-version/", editor.renew, name="renew"),
    path("proposals/<int:pk>/delete/", editor.delete, name="delete"),
    path("proposals/<int:pk>/remind/", deal.remind, name="remind"),
    re_path(r"^proposals/(?P<pk>[0-9]{1,18})/(?P<kind>proposal|signed)\.pdf$", editor.paper, name="paper"),
    path("proposals/<int:pk>/draft.pdf", editor.draft_paper, name="draft-paper"),
    path("proposals/links/<int:pk>/copy/", deal.link, name="link"),
    path("deals/<int:pk>/proposals/", deal.panel, name="deal-panel"),
    path("deals/<int:pk>/proposals/new/", deal.new, name="new"),
    path("settings/proposals/", templates.templates, name="templates"),
    path("settings/proposals/new/", templates.new, name="template-new"),
    path("settings/proposals/<int:pk>/", templates.template, name="template"),
    path("settings/proposals/<int:pk>/retire/", templates.retire, name="template-retire"),
    path("settings/proposals/<int:pk>/return/", templates.bring_back, name="template-return"),
    re_path(r"^proposals/looks/(?P<accent>[0-9a-f]{6})\.css$", templates.look, name="look"),
    re_path(r"^proposals/logos/(?P<sha256>[0-9a-f]{64})\.png$", templates.logo, name="logo"),
    path("", include("proposals.links.urls")),
]
