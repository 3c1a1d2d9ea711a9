"""The only writers of ceremonies, places, replies, the running order and seats."""

from sciweek.ceremonies.actions.ceremonies import (
    add_ceremony,
    ceremony_objection,
    drop_ceremony,
    edit_ceremony,
    hold_order_back,
    release_order,
)
from sciweek.ceremonies.actions.forgetting import Due, due_ceremonies, forget_guests
from sciweek.ceremonies.actions.order import add_item, drop_item, edit_item, move_item
from sciweek.ceremonies.actions.places import Places, hand_out_places
from sciweek.ceremonies.actions.reminding import drop_reminders, remind_units, slip_objection
from sciweek.ceremonies.actions.replies import GuestLine, add_guest, fill_slip
from sciweek.ceremonies.actions.seating import (
    Ranked,
    Seated,
    free_seats,
    put_guest,
    rank_guests,
    seat_guests,
    set_hall,
    swap_seats,
)

__all__ = [
    "Due",
    "GuestLine",
    "Places",
    "Ranked",
    "Seated",
    "add_ceremony",
    "add_guest",
    "add_item",
    "ceremony_objection",
    "drop_ceremony",
    "drop_item",
    "drop_reminders",
    "due_ceremonies",
    "edit_ceremony",
    "edit_item",
    "fill_slip",
    "forget_guests",
    "free_seats",
    "hand_out_places",
    "hold_order_back",
    "move_item",
    "put_guest",
    "rank_guests",
    "release_order",
    "remind_units",
    "seat_guests",
    "set_hall",
    "slip_objection",
    "swap_seats",
]
