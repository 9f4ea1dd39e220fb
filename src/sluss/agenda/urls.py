"""Addresses of the agenda: the year, deadlines, tasks, calendar feeds, the digest."""

from django.urls import path

from sluss.agenda.views import deadlines, following, tasks, year

app_name = "agenda"
urlpatterns = [
    path("", year.this_year, name="year"),
    path("<int:year>/", year.year, name="year_of"),
    path("<int:year>/arshjul.pdf", year.year_pdf, name="year_pdf"),
    path("lista/", deadlines.deadlines, name="deadlines"),
    path("datum/nytt/", deadlines.deadline_new, name="deadline_new"),
    path("datum/<int:pk>/", deadlines.deadline, name="deadline"),
    path("datum/<int:pk>/andra/", deadlines.deadline_change, name="deadline_change"),
    path("datum/<int:pk>/flytta/", deadlines.deadline_move, name="deadline_move"),
    path("datum/<int:pk>/fraga/<slug:question>/", deadlines.deadline_ask, name="deadline_ask"),
    path("datum/<int:pk>/gor/<slug:act_on>/", deadlines.deadline_deed, name="deadline_deed"),
    path("datum/<int:pk>/valj/<int:alternative>/", deadlines.alternative_choose, name="alternative_choose"),
    path("aterkommer/<int:pk>/", deadlines.series_change, name="series_change"),
    path("aterkommer/<int:pk>/sluta/", deadlines.series_stop, name="series_stop"),
    path("uppgifter/", tasks.tasks, name="tasks"),
    path("uppgifter/ny/", tasks.task_new, name="task_new"),
    path("uppgifter/<int:pk>/", tasks.task, name="task"),
    path("uppgifter/<int:pk>/andra/", tasks.task_change, name="task_change"),
    path("uppgifter/<int:pk>/lamna-over/", tasks.task_hand_over, name="task_hand_over"),
    path("uppgifter/<int:pk>/stryk/", tasks.task_drop, name="task_drop"),
    path("uppgifter/<int:pk>/gor/<slug:act_on>/", tasks.task_deed, name="task_deed"),
    path("prenumerera/", following.feeds, name="feeds"),
    path("prenumerera/<int:pk>/sluta/", following.feed_revoke, name="feed_revoke"),
    path("veckobrev/", following.digest_choose, name="digest_choose"),
    path("veckobrev/sluta/<str:token>/", following.unsubscribe, name="unsubscribe"),
    path("floden/<str:token>.ics", following.feed, name="feed"),
    path("offentlig.ics", following.public_feed, name="public_feed"),
]
