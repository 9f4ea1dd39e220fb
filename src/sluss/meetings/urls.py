"""Addresses of meetings."""

from django.urls import include, path

from sluss.meetings.views import (
    answers,
    attended,
    decisions,
    invitations,
    meetings,
    minutes,
    programme,
    talks,
)

app_name = "meetings"
urlpatterns = [
    path("arsmote/", include("sluss.meetings.annual.urls")),
    path("", meetings.index, name="index"),
    path("nytt/", meetings.meeting_new, name="meeting_new"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/andra/", meetings.meeting_change, name="meeting_change"),
    path("<int:pk>/flytta/", meetings.meeting_move, name="meeting_move"),
    path("<int:pk>/bestam/", meetings.decide_date, name="decide_date"),
    path("<int:pk>/stall-in/", meetings.meeting_cancel, name="meeting_cancel"),
    path("<int:pk>/planera/", meetings.plan_idea, name="plan_idea"),
    path("<int:pk>/hallet/", meetings.meeting_hold, name="meeting_hold"),
    path("<int:pk>/avsluta/", meetings.meeting_close, name="meeting_close"),
    path("<int:pk>/svara/", answers.own_answer, name="own_answer"),
    path("<int:pk>/inbjudna/", invitations.invited, name="invited"),
    path("<int:pk>/bjud-in/", invitations.invite, name="invite"),
    path("<int:pk>/paminn/", invitations.remind, name="remind"),
    path("inbjudan/<int:pk>/", invitations.invitation, name="invitation"),
    path("inbjudan/<int:pk>/dra-tillbaka/", invitations.withdraw, name="withdraw"),
    path("svar/<str:token>/", answers.answer, name="answer"),
    path("svar/<str:token>/mote.ics", answers.answer_calendar, name="answer_calendar"),
    # the programme
    path("<int:pk>/dagordning/", programme.agenda, name="programme"),
    path("<int:pk>/dagordning/<int:item_id>/ta-upp/", programme.item_take_up, name="item_take_up"),
    path("punkt/<int:pk>/", programme.item, name="item"),
    path("punkt/<int:pk>/flytta/", programme.item_move, name="item_move"),
    path("punkt/<int:pk>/ta-bort/", programme.item_remove, name="item_remove"),
    path("underlag/<int:pk>/", programme.paper, name="paper"),
    path("underlag/<int:pk>/ta-bort/", programme.paper_remove, name="paper_remove"),
    path("<int:pk>/anforanden/", talks.talks, name="talks"),
    path("anforande/<int:pk>/", talks.talk, name="talk"),
    path("anforande/<int:pk>/flytta/", talks.talk_move, name="talk_move"),
    path("anforande/<int:pk>/fraga/", talks.talk_ask, name="talk_ask"),
    path("anforande/<int:pk>/lage/", talks.talk_state, name="talk_state"),
    path("anforande/<int:pk>/bilder/", talks.slides, name="slides"),
    path("tala/<str:token>/", talks.speaker, name="speaker"),
    # who was there, and what it was worth
    path("<int:pk>/narvaro/", attended.attendance, name="attendance"),
    path("narvaro/<int:pk>/", attended.mark, name="mark"),
    path("<int:pk>/utvardering/", attended.evaluation, name="evaluation"),
    path("utvardera/<str:token>/", attended.evaluate, name="evaluate"),
    # minutes
    path("<int:pk>/protokoll/", minutes.minutes, name="minutes"),
    path("<int:pk>/protokoll/borja/", minutes.begin, name="minutes_begin"),
    path("<int:pk>/protokoll/skriv/", minutes.write, name="minutes_write"),
    path("<int:pk>/protokoll/spara/", minutes.autosave, name="minutes_autosave"),
    path("<int:pk>/protokoll/visa/", minutes.preview, name="minutes_preview"),
    path("<int:pk>/protokoll/version/<int:version>/", minutes.saved_version, name="minutes_version"),
    path("protokoll/vid-sidan/<int:pk>/", minutes.beside, name="minutes_beside"),
    path("<int:pk>/protokoll/skicka/", minutes.send, name="minutes_send"),
    path("<int:pk>/protokoll/oppna/", minutes.reopen, name="minutes_reopen"),
    path("las/<str:token>/", minutes.notes, name="notes"),
    # decisions
    path("beslut/", decisions.decisions, name="decisions"),
    path("beslut/nytt/", decisions.between, name="decision_between"),
    path("beslut/<int:pk>/genomfort/", decisions.carry_out, name="decision_carry_out"),
    path("beslut/<int:pk>/upphav/", decisions.take_back, name="decision_take_back"),
    path("<int:pk>/beslut/", decisions.meeting_decisions, name="meeting_decisions"),
    # meetings of others
    path("<int:pk>/uppdrag/", attended.mandate, name="mandate"),
    path("<int:pk>/uppdrag/andra/", attended.mandate_change, name="mandate_change"),
    path("fraga/<int:pk>/", attended.question, name="question"),
]
