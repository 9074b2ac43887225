// What people sent to one bot and it has not confirmed yet, and the two ways it can be fetched: polling or a webhook.

const LONGEST_PAUSE_MS = 400;
const FIRST_PAUSE_MS = 25;

function chatOf(update) {
  const event = update.message ?? update.edited_message ?? update.channel_post ?? update.my_chat_member
    ?? (update.callback_query ?? {}).message;
  return event && event.chat ? event.chat.id : 0;
}

class Mailbox {
  // `called` is told of a call that a webhook's answer makes: its method and the whole body.
  constructor(called) {
    this.called = called;
    this.waiting = [];
    this.poller = null;
    this.url = null;
    this.busyChats = new Set();
  }

  add(update) {
    this.waiting.push(update);
    if (this.poller) this.poller.wake();
    this.deliver();
  }

  poll(body, res, fail) {
    if (this.url) return fail(res, 409, "Conflict: can't use getUpdates method while webhook is active");
    if (this.poller) {
      this.poller.end(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot is running');
    }
    const offset = Number(body.offset || 0);
    if (offset) this.waiting = this.waiting.filter((update) => update.update_id >= offset);
    const limit = Number(body.limit || 100);
    const poller = {
      wake: () => {
        this.finish(poller);
        res.json({ ok: true, result: this.waiting.slice(0, limit) });
      },
      end: (code, why) => {
        this.finish(poller);
        fail(res, code, why);
      },
    };
    const wait = Number(body.timeout || 0) * 1000;
    if (this.waiting.length || !wait) return poller.wake();
    this.poller = poller;
    poller.timer = setTimeout(poller.wake, wait);
    res.on('close', () => this.finish(poller));
    return undefined;
  }

  finish(poller) {
    clearTimeout(poller.timer);
    if (this.poller === poller) this.poller = null;
  }

  deliverTo(url, secret) {
    this.url = url;
    this.secret = secret;
    this.deliver();
  }

  // The chats do not wait for each other; within a chat one update follows the other.
  deliver() {
    if (!this.url) return;
    for (const update of [...this.waiting]) {
      const chat = chatOf(update);
      if (!this.busyChats.has(chat)) {
        this.busyChats.add(chat);
        this.deliverOne(update, FIRST_PAUSE_MS).finally(() => {
          this.busyChats.delete(chat);
          this.deliver();
        });
      }
    }
  }

  async deliverOne(update, pause) {
    const url = this.url;
    if (!url) return;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(this.secret ? { 'X-Telegram-Bot-Api-Secret-Token': this.secret } : {}),
        },
        body: JSON.stringify(update),
      });
      if (answer.ok) {
        this.waiting = this.waiting.filter((other) => other !== update);
        const said = await answer.text();
        if (said) this.called(JSON.parse(said));
        return;
      }
    } catch {
      // refused or cut off: as with any other failure, once more after a pause
    }
    await new Promise((done) => { setTimeout(done, pause); });
    await this.deliverOne(update, Math.min(pause * 2, LONGEST_PAUSE_MS));
  }
}

module.exports = { Mailbox };
