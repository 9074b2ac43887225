// An emulated Telegram Bot API server for the tests: the npm package telegram-test-api, which knows nothing of Sayso,
// behind corrections that make it as strict and as patient as the real one.
//
//   node server.js PORT        ends by itself when whoever started it does: when its input is closed
//
// Corrected: getMe says is_bot; dates are in seconds; sent and edited messages come back whole; a callback has a
// chat_instance; updates stay until their offset is confirmed; getUpdates waits; only one poller a token; webhooks
// carry their secret, keep the order within a chat, are repeated until 2xx and may make a call in their answer; the
// limits of texts and buttons hold;
// deleteMessages, which the package lacks, takes away the messages of one chat, and none where one of them is too old.
//
// For tests: POST /updates {token, update} delivers any update, {token, updates} many; POST /fail {token, method, ...}
// plans failures; POST /old {token, up_to} makes all messages up to a number too old to be taken away;
// GET /calls?token= tells what the bot called; GET /messages?token=&chat= shows a chat; GET /pending?token= counts
// what is not confirmed. The package's own client routes (/sendMessage, /sendCommand, /sendCallback) work as well.

const http = require('http');
const express = require('express');
const TelegramServer = require('telegram-test-api');
const { Mailbox } = require('./mailbox');
const { limitsBroken } = require('./limits');

const port = Number(process.argv[2]);
const BOT = { id: 4242, is_bot: true, first_name: 'Test', username: 'SaysoTestBot', can_join_groups: true };
// Seconds after which the package forgets what was said in a chat: longer than any run of the tests.
const A_DAY = 24 * 60 * 60;
const JUST_ACCEPTED = new Set([
  'answerCallbackQuery', 'leaveChat', 'setMyCommands', 'deleteMyCommands', 'setMyDescription',
  'setMyShortDescription', 'sendChatAction', 'setChatMenuButton',
]);
const KNOWN = new Set([
  ...JUST_ACCEPTED, 'getMe', 'getUpdates', 'setWebhook', 'deleteWebhook', 'getWebhookInfo', 'sendMessage',
  'editMessageText', 'editMessageReplyMarkup', 'deleteMessage', 'deleteMessages', 'getMyCommands', 'getMyDescription',
  'getMyShortDescription',
]);

const emulator = new TelegramServer({ port, host: '127.0.0.1', storeTimeout: A_DAY });
const calls = [];
const failures = [];
const mailboxes = new Map();
const tooOld = new Map();

function mailbox(token) {
  const called = ({ method, ...body }) => calls.push({ token, method, body, at: Date.now(), inAnswer: true });
  if (!mailboxes.has(token)) mailboxes.set(token, new Mailbox(called));
  return mailboxes.get(token);
}

// Everything that a client of the package or a test sends to the bot goes through the token's mailbox.
emulator.addUserUpdate = async (update) => {
  const { botToken, ...message } = update.message ?? {};
  const { botToken: unused, ...callbackQuery } = update.callbackQuery ?? {};
  const shown = TelegramServer.formatUpdate(
    update.callbackQuery ? { ...update, callbackQuery } : { ...update, message },
  );
  if (shown.callback_query) shown.callback_query.chat_instance = '1';
  emulator.updateId += 1;
  mailbox(update.botToken).add(shown);
};

const fail = (res, code, description, parameters) => (
  res.status(code).json({ ok: false, error_code: code, description, parameters })
);
const asObject = (value) => (typeof value === 'string' ? JSON.parse(value) : value);

function messageOf(stored) {
  const { chat_id: chat, text, reply_markup: markup } = stored.message;
  return {
    message_id: stored.messageId,
    date: Math.floor(stored.time / 1000),
    from: BOT,
    chat: { id: Number(chat), type: 'private', first_name: 'A person' },
    text,
    reply_markup: markup && markup.inline_keyboard ? markup : undefined,
  };
}

const find = (token, body) => emulator.storage.botMessages.find((stored) => (
  stored.botToken === token
  && String(stored.messageId) === String(body.message_id)
  && String(stored.message.chat_id) === String(body.chat_id)
));

const methods = {
  getMe: (token, body, res) => res.json({ ok: true, result: BOT }),
  getUpdates: (token, body, res) => mailbox(token).poll(body, res, fail),
  setWebhook(token, body, res) {
    if (!/^https?:\/\//.test(body.url)) return fail(res, 400, 'Bad Request: bad webhook: invalid URL');
    mailbox(token).deliverTo(body.url, body.secret_token);
    return res.json({ ok: true, result: true });
  },
  deleteWebhook(token, body, res) {
    mailbox(token).deliverTo(null);
    return res.json({ ok: true, result: true });
  },
  getWebhookInfo: (token, body, res) => res.json({
    ok: true,
    result: {
      url: mailbox(token).url ?? '', has_custom_certificate: false, pending_update_count: mailbox(token).waiting.length,
    },
  }),
  getMyCommands: (token, body, res) => res.json({ ok: true, result: [] }),
  getMyDescription: (token, body, res) => res.json({ ok: true, result: { description: '' } }),
  getMyShortDescription: (token, body, res) => res.json({ ok: true, result: { short_description: '' } }),
  sendMessage(token, body, res) {
    const wrong = limitsBroken(body);
    if (wrong) return fail(res, 400, `Bad Request: ${wrong}`);
    emulator.addBotMessage(body, token);
    return res.json({ ok: true, result: messageOf(emulator.storage.botMessages.at(-1)) });
  },
  editMessageText(token, body, res) {
    const stored = find(token, body);
    if (!stored) return fail(res, 400, 'Bad Request: message to edit not found');
    const wrong = limitsBroken(body);
    if (wrong) return fail(res, 400, `Bad Request: ${wrong}`);
    const same = stored.message.text === body.text
      && JSON.stringify(stored.message.reply_markup) === JSON.stringify(body.reply_markup);
    if (same) return fail(res, 400, 'Bad Request: message is not modified');
    emulator.editMessageText(body);
    return res.json({ ok: true, result: { ...messageOf(stored), edit_date: Math.floor(Date.now() / 1000) } });
  },
  deleteMessages(token, body, res) {
    const numbers = new Set(body.message_ids.map(Number));
    if (!numbers.size || numbers.size > 100) return fail(res, 400, 'Bad Request: wrong number of message identifiers');
    const named = (stored) => stored.botToken === token && numbers.has(stored.messageId)
      && String(stored.message.chat_id) === String(body.chat_id);
    const found = emulator.storage.botMessages.filter(named);
    if (found.some((stored) => stored.messageId <= (tooOld.get(token) ?? 0))) {
      return fail(res, 400, "Bad Request: message can't be deleted for everyone");
    }
    emulator.storage.botMessages = emulator.storage.botMessages.filter((stored) => !named(stored));
    return res.json({ ok: true, result: true });
  },
};

const front = express();
front.use(express.json({ limit: '5mb' }), express.urlencoded({ extended: true, limit: '5mb' }));

front.all('/bot:token/:method', async (req, res, next) => {
  const { token, method } = req.params;
  const body = { ...req.query, ...req.body };
  for (const name of ['reply_markup', 'commands', 'allowed_updates', 'message_ids']) {
    if (name in body) body[name] = asObject(body[name]);
  }
  calls.push({ token, method, body, at: Date.now() });
  const planned = failures.find((plan) => plan.token === token && plan.method === method && plan.times > 0
    && (plan.chat_id === undefined || String(plan.chat_id) === String(body.chat_id)));
  if (planned) {
    planned.times -= 1;
    if (planned.delay_ms) await new Promise((done) => { setTimeout(done, planned.delay_ms); });
    // A body that is a text goes out as it is, as from a broken proxy.
    if (planned.status) return res.status(planned.status).send(planned.body);
  }
  if (!KNOWN.has(method)) return fail(res, 404, 'Not Found');
  if (methods[method]) return methods[method](token, body, res);
  if (JUST_ACCEPTED.has(method)) return res.json({ ok: true, result: true });
  req.body = body;
  return next();
});

front.post('/updates', (req, res) => {
  let last = 0;
  for (const given of req.body.updates ?? [req.body.update]) {
    const update = { update_id: emulator.updateId, ...given };
    emulator.updateId = Math.max(emulator.updateId, update.update_id) + 1;
    mailbox(req.body.token).add(update);
    last = update.update_id;
  }
  res.json({ ok: true, result: last });
});
front.post('/fail', (req, res) => {
  failures.push({ times: 1, ...req.body });
  res.json({ ok: true });
});
front.post('/old', (req, res) => {
  tooOld.set(req.body.token, req.body.up_to);
  res.json({ ok: true });
});
front.get('/calls', (req, res) => res.json(calls.filter((call) => call.token === req.query.token)));
front.get('/pending', (req, res) => res.json(mailbox(req.query.token).waiting.length));
front.get('/messages', (req, res) => res.json(
  emulator.storage.botMessages
    .filter((stored) => stored.botToken === req.query.token && String(stored.message.chat_id) === req.query.chat)
    .map(messageOf),
));
front.use(emulator.webServer);

http.createServer(front).listen(port, '127.0.0.1');
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
