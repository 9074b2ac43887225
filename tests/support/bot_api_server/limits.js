// The limits that Telegram keeps and the package does not: what a bot must never send.

const TEXT = 4096; // UTF-16 units, which is what a string's length counts
const CALLBACK_DATA = 64; // bytes

function limitsBroken(body) {
  const text = body.text ?? '';
  if (!text.trim()) return 'message text is empty';
  if (text.length > TEXT) return 'message is too long';
  const buttons = ((body.reply_markup ?? {}).inline_keyboard ?? []).flat();
  for (const button of buttons) {
    if (!button.text) return 'text buttons are unallowed in the inline keyboard';
    if (button.url !== undefined && !/^https?:\/\/[^/]+\.[^/]+/.test(button.url)) return 'BUTTON_URL_INVALID';
    if (button.url === undefined && Buffer.byteLength(button.callback_data ?? '') > CALLBACK_DATA) {
      return 'BUTTON_DATA_INVALID';
    }
    if (button.url === undefined && !button.callback_data) return 'BUTTON_TYPE_INVALID';
  }
  return '';
}

module.exports = { limitsBroken };
