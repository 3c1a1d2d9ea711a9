from django.urls import path

from sciweek.booking.pages import adding, board, bookings, calls, policy, pools, tables, telling, terms

app_name = "booking"
HOME = "w/<slug:week_slug>/booking"
SEATS, BOOKING = f"{HOME}/seats/<slug:code>", f"{HOME}/bookings/<slug:code>"
urlpatterns = [
    path(f"{HOME}/", board.board, name="board"),
    path(f"{HOME}/policy/", policy.policy, name="policy"),
    path(f"{HOME}/policy/consent/", policy.consent, name="consent"),
    path(f"{HOME}/calls/", calls.calls, name="calls"),
    path(f"{HOME}/calls/<int:pk>/", calls.call_mark, name="call_mark"),
    path(f"{HOME}/sessions/<slug:code>/", board.of_session, name="of_session"),
    path(f"{HOME}/activities/<slug:code>/", board.of_activity, name="of_activity"),
    path(f"{HOME}/runs/<slug:code>/", terms.terms, name="terms"),
    path(f"{HOME}/shared/<slug:code>/", pools.shared, name="shared"),
    path(f"{SEATS}/", pools.pool, name="pool"),
    path(f"{SEATS}/state/", pools.pool_state, name="pool_state"),
    path(f"{SEATS}/new/", adding.booking_new, name="new"),
    path(f"{SEATS}/tell/", telling.tell, name="tell"),
    path(f"{SEATS}/move/", telling.move_all, name="move_all"),
    path(f"{SEATS}/export/", tables.export, name="export"),
    path(f"{SEATS}/door-list.<slug:ending>", tables.door_list, name="door_list"),
    path(f"{BOOKING}/", bookings.booking, name="booking"),
    path(f"{BOOKING}/state/", bookings.booking_state, name="state"),
    path(f"{BOOKING}/move/", bookings.booking_move, name="move"),
    path(f"{BOOKING}/phone/", bookings.booking_phone, name="phone"),
]
