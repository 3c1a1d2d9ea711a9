"""The peer: `pgbench` doing the row work of a booking on the same tables of the same cluster, without Sciweek.

One guarded update and one insert in each transaction, every column, index and foreign key of the real rows, 200
clients, statements prepared (`pgbench` is quicker so), each commit waiting for the disk.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sciweek.config.postgres import Cluster

CLIENTS = 200
THREADS = 2

_SCRIPT = r"""
\set pool random({first}, {last})
BEGIN;
UPDATE booking_pool SET taken = taken + 2 WHERE id = :pool AND capacity >= taken + 2 AND NOT is_closed;
INSERT INTO booking_booking (uid, code, version, week_id, pool_id, contact_id, state, places, adults, teens, children,
    small, pupils, school, grade, name, answers, is_proven, made_at, language, reason, arrived, link_serial, ticket_serial, news,
    request_uid)
VALUES (gen_random_uuid(), left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '/+', 'XY'), 8), 1,
    {week}, :pool, {contact}, 'confirmed', 2, 2, 0, 0, 0, 0, '', gen_random_uuid()::text,
    '\x{name}'::bytea, ''::bytea, false, now(), 'zh-hans', '', 0, 1, 1, 'confirmed', gen_random_uuid());
COMMIT;
"""
_CONTACT = """
    INSERT INTO booking_contact (week_id, phone, phone_digest, phone_last4, made)
    SELECT week_id, ''::bytea, 'bench', '', 1 FROM booking_pool LIMIT 1 RETURNING id, week_id
"""
_RATE = re.compile(r"tps = ([\d.]+)")
_DONE = re.compile(r"transactions actually processed: (\d+)")


@dataclass(frozen=True)
class Peer:
    cluster: Cluster
    hot: Path
    thousand: Path

    def rate(self, script: Path, seconds: float, clients: int = CLIENTS) -> tuple[float, int]:
        """Transactions per second, without the time in which the clients connect; and how many there were."""
        words = [
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            str(THREADS),
            "-T",
            str(max(1, round(seconds))),
        ]
        printed = self.cluster.program("pgbench", *words, "-f", str(script))
        rate, done = _RATE.search(printed), _DONE.search(printed)
        if rate is None or done is None:
            raise RuntimeError("pgbench told no rate")
        return float(rate[1]), int(done[1])


def peer(cluster: Cluster, folder: Path, pools: list[int], sealed_name: str) -> Peer:
    """Scripts for one row (the first of the pools) and for all of them."""
    [[contact, week]] = cluster.sql(_CONTACT)
    scripts = {}
    for name, last in (("hot", min(pools)), ("thousand", max(pools))):
        scripts[name] = folder / f"{name}.sql"
        text = _SCRIPT.format(first=min(pools), last=last, week=week, contact=contact, name=sealed_name)
        scripts[name].write_text(text, encoding="utf-8")
    return Peer(cluster, **scripts)
