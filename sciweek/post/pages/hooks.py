"""Addresses of other programs: what they are told, what reached them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciweek.base.errors import Refused
from sciweek.base.forms import posted
from sciweek.committee.entrance import DeskRequest, desk_page
from sciweek.post import actions
from sciweek.post.forms import HookForm
from sciweek.post.models import Webhook
from sciweek.post.queries import deliveries
from sciweek.post.states import Event

ON_A_PAGE = 50


@desk_page("post.run_post")
def hooks(request: DeskRequest) -> HttpResponse:
    """All addresses."""
    words = {str(one.value): one.label for one in Event}
    rows = [(hook, [str(words.get(event, event)) for event in hook.events]) for hook in Webhook.objects.all()]
    return render(
        request, "post/hooks.html", {"rows": rows, "zone": request.region.zone, "week": request.week}
    )


@desk_page("post.run_post")
def hook_new(request: DeskRequest) -> HttpResponse:
    """Add an address."""
    form = HookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            hook = actions.add_webhook(
                request.actor, request.region, request_uid=form.once_key, **form.plain("is_active")
            )
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已加上。把密钥交给对方，然后试发一次。"))
            return redirect("post:hook", week_slug=request.week.slug, code=hook.code)
    context = {"form": form, "hook": None, "week": request.week}
    return render(request, "post/hook.html", context, status=422 if form.errors else 200)


def _hook(code: str) -> Webhook:
    found = Webhook.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@desk_page("post.run_post")
def hook_page(request: DeskRequest, code: str) -> HttpResponse:
    """Change one address; its secret; its deliveries."""
    hook = _hook(code)
    names = ("name", "address", "events", "is_active")
    initial = {name: getattr(hook, name) for name in names} | {"seen_version": hook.version}
    form = HookForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen_version"]
            actions.edit_webhook(request.actor, hook, seen_version=seen, **form.plain())
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("post:hook", week_slug=request.week.slug, code=hook.code)
    sent = deliveries(hook).prefetch_related("attempts")
    page = Paginator(sent, ON_A_PAGE).get_page(request.GET.get("page"))
    words = {str(one.value): one.label for one in Event}
    context = {
        "form": form,
        "hook": hook,
        "page": page,
        "rows": [(row, words.get(row.subject, row.subject)) for row in page],
        "zone": request.region.zone,
        "week": request.week,
    }
    return render(request, "post/hook.html", context, status=422 if form.errors else 200)


@require_POST
@desk_page("post.run_post")
def hook_try(request: DeskRequest, code: str) -> HttpResponse:
    """Send a test delivery, or a chosen one again."""
    hook = _hook(code)
    try:
        if again := request.POST.getlist("again")[:ON_A_PAGE]:
            done, left = actions.send_messages(request.actor, deliveries(hook).filter(code__in=again))
            for _row, refusal in left:
                raise refusal
            messages.success(request, _("再发 %(n)d 条。") % {"n": len(done)})
        else:
            actions.ping_webhook(request.actor, hook)
            messages.success(request, _("试发了一条。几秒后刷新，看对方怎么回。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("post:hook", week_slug=request.week.slug, code=hook.code)
