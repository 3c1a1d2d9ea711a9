"""Programs of others, by the node that comes with Playwright."""

import json
import subprocess
from pathlib import Path
from typing import Any

import playwright

MODULES = Path(__file__).parents[3] / "node_modules"
_READ = """
const ICAL = require(process.argv[1]);
const text = require("node:fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
const zone = calendar.getFirstSubcomponent("vtimezone");
if (zone) ICAL.TimezoneService.register(zone);
const events = calendar.getAllSubcomponents("vevent").map((each) => {
  const event = new ICAL.Event(each);
  return {
    uid: event.uid, name: event.summary, where: event.location, about: event.description,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(),
    sequence: event.sequence, status: each.getFirstPropertyValue("status"),
  };
});
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), events }));
"""


def run_node(
    *words: str, text: bytes = b"", where: Path = MODULES.parent
) -> subprocess.CompletedProcess[bytes]:
    """A script by the node that comes with Playwright."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    return subprocess.run(
        [str(node), *words], input=text, capture_output=True, check=False, cwd=where, env={"TZ": "UTC"}
    )


def read_by_ical_js(calendar: bytes) -> dict[str, Any]:
    """The calendar as ical.js reads it, which is in Thunderbird."""
    done = run_node("-e", _READ, str(MODULES / "ical.js/dist/ical.es5.cjs"), text=calendar)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found
