"""Addresses of collecting."""

from django.urls import include, path

from sluss.contacts.views import figures, persons, returns, review, rounds

app_name = "contacts"
urlpatterns = [
    path("", include("sluss.contacts.imports.urls")),
    path("", rounds.index, name="index"),
    path("ny/", rounds.round_new, name="round_new"),
    path("<int:round_id>/", rounds.board, name="board"),
    path("<int:round_id>/paminn/", rounds.remind, name="remind"),
    path("<int:round_id>/grupparende/", rounds.group_case_new, name="group_case_new"),
    path("inrapportering/<int:return_id>/", returns.return_page, name="return"),
    path("inrapportering/<int:return_id>/lamna-in/", returns.submit, name="submit"),
    path("inrapportering/<int:return_id>/ingen/", returns.submit_nil, name="submit_nil"),
    path("inrapportering/<int:return_id>/ta-tillbaka/", returns.take_back, name="take_back"),
    path("inrapportering/<int:return_id>/paminn-senare/", returns.snooze, name="snooze"),
    path("inrapportering/<int:return_id>/ny-person/", persons.contact_new, name="contact_new"),
    path("inrapportering/<int:return_id>/siffror/", figures.figures, name="figures"),
    path(
        "inrapportering/<int:return_id>/siffror-<str:language>.pdf", figures.figures_pdf, name="figures_pdf"
    ),
    path("inrapportering/<int:return_id>/granska/", review.review, name="review"),
    path("inrapportering/<int:return_id>/fraga/", review.ask, name="ask"),
    path("inrapportering/<int:return_id>/godkann/", review.accept, name="accept"),
    path("inrapportering/<int:return_id>/oppna/", review.reopen, name="reopen"),
    path("inrapportering/<int:return_id>/undanta/", review.excuse, name="excuse"),
    path("inrapportering/<int:return_id>/vanta/", review.expect_again, name="expect_again"),
    path("fraga/<int:query_id>/svara/", returns.answer, name="answer"),
    path("fraga/<int:query_id>/stang/", review.close, name="close_query"),
    path("person/<int:contact_id>/", persons.contact, name="contact"),
    path("person/<int:contact_id>/ta-bort/", persons.contact_remove, name="contact_remove"),
    path("person/<int:contact_id>/angra/", persons.contact_restore, name="contact_restore"),
    path("person/<int:contact_id>/steg/<slug:step>/", persons.contact_step, name="contact_step"),
    path("kodbok/", figures.dictionary_page, name="dictionary"),
    path("kodbok.<str:kind>", figures.dictionary_file, name="dictionary_file"),
]
