// Sends what waits and hears what is new: at once, on coming back to a network, and every so often; more slowly after
// each failure. One delivery at a time, so that corrections follow what they correct.

const MOST = 100;
const EVERY = 20_000;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

export class Sync {
  // `deliver(lines)` posts and settles; it throws when nobody answered. `waiting()` tells what is to be sent.
  constructor({ waiting, deliver, onState }) {
    this.waiting = waiting;
    this.deliver = deliver;
    this.onState = onState;
    this.wait = FIRST_WAIT;
    this.running = null;
    this.again = false;
    this.stopped = false;
    this.online = null;
    addEventListener("online", () => this.kick());
    addEventListener("offline", () => this.say(false));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.kick();
    });
  }

  say(online) {
    if (this.online === online) return;
    this.online = online;
    this.onState(online);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  // Try now; what comes while a delivery is under way is sent right after it.
  kick() {
    if (this.stopped) return;
    clearTimeout(this.timer);
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.run().finally(() => {
      this.running = null;
    });
  }

  async run() {
    let next = EVERY;
    try {
      let left;
      do {
        this.again = false;
        left = await this.deliver((await this.waiting()).slice(0, MOST));
        this.say(true);
      } while (!this.stopped && (left > 0 || this.again));
      this.wait = FIRST_WAIT;
    } catch {
      this.say(false);
      next = this.wait;
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    }
    if (!this.stopped) this.timer = setTimeout(() => this.kick(), document.hidden ? LONGEST_WAIT : next);
  }
}
