"""The region's own texts for each occasion."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.base.text import clean, clean_lines
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.committee.queries import participations
from sciweek.post.actions import check_wording, drop_wording, save_wording
from sciweek.post.forms import WordingForm
from sciweek.post.logic.wording import FIELDS, FIELDS_OF, Text, built_in, filled
from sciweek.post.models import Wording
from sciweek.post.queries import common_values, contact_line, general_wordings, wording_of
from sciweek.post.states import WORDED, Occasion


@desk_page("post.run_post")
def texts(request: DeskRequest) -> HttpResponse:
    """Every occasion with the text that holds for it."""
    own = set(Wording.objects.filter(name="").values_list("occasion", flat=True))
    rows = [(one, wording_of(one), one in own) for one in WORDED]
    context = {"rows": rows, "named": general_wordings(), "week": request.week}
    return render(request, "post/texts.html", context)


def _wording(request: DeskRequest, occasion: str) -> Wording | None:
    """The text that is edited: `?id=` of a named one, else the occasion's own, if the region has one."""
    word = request.GET.get("id", "")
    if word == "new" or not word:
        return None if word else Wording.objects.filter(occasion=occasion, name="").first()
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise Http404(word)
    found = Wording.objects.filter(pk=int(word), occasion=occasion).first()
    if found is None:
        raise Http404(word)
    return found


@desk_page("post.run_post")
def text(request: DeskRequest, occasion: str) -> HttpResponse:
    """Change one text; what it would say to the first unit stands beside it."""
    if occasion not in WORDED:
        raise Http404(occasion)
    row = _wording(request, occasion)
    now = Text(row.subject, row.body) if row else built_in(occasion)
    initial = {
        "subject": now.subject,
        "body": now.body,
        "name": row.name if row else "",
        "seen_version": row.version if row else None,
    }
    form = WordingForm(posted(request), initial=initial)
    may_name = occasion == Occasion.GENERAL and (request.GET.get("id", "") != "" or (row and row.name))
    if request.method == "POST" and request.POST.get("do") == "drop" and row is not None:
        drop_wording(request.actor, row)
        messages.success(request, _("已删去，用回内置的文字。") if not row.name else _("已删去。"))
        return redirect("post:texts", week_slug=request.week.slug)
    if request.method == "POST" and form.is_valid():
        now = Text(clean(form.cleaned_data["subject"]), clean_lines(form.cleaned_data["body"]))
        if request.POST.get("do") == "preview":
            form.show(Refused(fields=check_wording(occasion, now.subject, now.body)))
        else:
            try:
                save_wording(
                    request.actor,
                    request.region,
                    occasion=occasion,
                    wording=row,
                    seen_version=form.cleaned_data["seen_version"],
                    **form.plain(),
                )
            except Refused as refusal:
                form.show(refusal)
            else:
                messages.success(request, _("已保存。"))
                return redirect("post:texts", week_slug=request.week.slug)
    gaps = _example(request, occasion)
    context = {
        "form": form,
        "occasion": Occasion(occasion),
        "row": row,
        "may_name": may_name,
        "gaps": [(name, FIELDS[name]) for name in FIELDS_OF[occasion]],
        "sample": Text(filled(now.subject, gaps), filled(now.body, gaps)),
        "week": request.week,
    }
    return render(request, "post/text.html", context, status=422 if form.errors else 200)


def _example(request: DeskRequest, occasion: str) -> dict[str, str]:
    """Real data for the common gaps, and a word in brackets for what only the moment knows."""
    first = participations().first()
    gaps = {name: f"〔{FIELDS[name]}〕" for name in FIELDS_OF[occasion]}
    real = common_values(request.week, first.unit if first else None, contact_line())
    return gaps | {name: value for name, value in real.items() if value}
