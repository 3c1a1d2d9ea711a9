"""Pages of the desk, each inside one edition or, in a region that has none yet, at its bare address."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from sciweek.committee.pages import bulk, links, people, receipts, tokens, unit_sheets, units, weeks

app_name = "committee"


def _both(route: str, page: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    return [path(route, page, name=name), path(f"w/<slug:week_slug>/{route}", page, name=name)]


urlpatterns: list[URLPattern] = [
    *_both("units/", units.unit_list, "units"),
    *_both("units/new/", units.unit_new, "unit_new"),
    *_both("units/import/", unit_sheets.IMPORT.start, "unit_import"),
    *_both("units/import/template/", unit_sheets.IMPORT.template, "unit_import_template"),
    *_both("units/import/<slug:code>/", unit_sheets.IMPORT.sheet, "unit_import_sheet"),
    *_both("units/export/", unit_sheets.unit_export, "unit_export"),
    *_both("units/invite/", bulk.invite_many, "invite_many"),
    *_both("units/invitations/", bulk.unit_invitations, "unit_invitations"),
    *_both("units/invitations/texts/", bulk.unit_invitation_texts, "unit_invitation_texts"),
    *_both("units/invitations/print/", bulk.unit_invitation_print, "unit_invitation_print"),
    *_both("units/invitations/mail/", bulk.unit_invitation_mail, "unit_invitation_mail"),
    *_both("units/receipts/", receipts.receipts, "receipts"),
    *_both("units/receipts/export/", receipts.receipts_export, "receipts_export"),
    *_both("units/<slug:code>/", units.unit, "unit"),
    *_both("units/<slug:code>/edit/", units.unit_edit, "unit_edit"),
    *_both("units/<slug:code>/merge/", units.unit_merge, "unit_merge"),
    *_both("units/<slug:code>/link/", links.link_new, "link_new"),
    *_both("units/<slug:code>/receipt/", weeks.receipt, "receipt"),
    *_both("people/", people.people, "people"),
    *_both("people/grant/", people.grant, "grant"),
    *_both("people/roles/<int:pk>/end/", people.end, "role_end"),
    *_both("people/roles/<int:pk>/reset/", people.reset, "reset"),
    *_both("people/roles/<int:pk>/erase/", people.erase, "erase"),
    *_both("invitations/new/", links.invitation_new, "invitation_new"),
    *_both("invitations/<uuid:uid>/", links.invitation, "invitation"),
    *_both("invitations/<uuid:uid>/revoke/", links.invitation_revoke, "invitation_revoke"),
    *_both("links/<uuid:uid>/", links.link, "link"),
    *_both("links/<uuid:uid>/revoke/", links.link_revoke, "link_revoke"),
    *_both("participants/", weeks.participants, "participants"),
    *_both("committee/", weeks.committee, "committee"),
    *_both("tokens/", tokens.tokens, "tokens"),
    *_both("tokens/new/", tokens.token_new, "token_new"),
    *_both("tokens/<uuid:uid>/revoke/", tokens.token_revoke, "token_revoke"),
]
