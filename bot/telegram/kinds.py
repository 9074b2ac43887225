"""Every kind of update and of message that Telegram has, by name: what is answered, what is passed over.

A test compares these lists with the library's own, so that nothing new is passed over without anybody having chosen.
"""

from conversations.inbound import UnsupportedKind

TAKEN_UPDATES = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
"""What Telegram is asked to send."""

IGNORED_UPDATES = frozenset(
    {
        "edited_channel_post", "inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query", "poll",
        "poll_answer", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "message_reaction",
        "message_reaction_count", "business_connection", "business_message", "edited_business_message",
        "deleted_business_messages", "purchased_paid_media", "managed_bot", "guest_message",
    }
)  # fmt: skip
"""What Telegram is not asked to send, and what comes of it where it does so all the same: nothing."""

UNSUPPORTED_CONTENT: tuple[tuple[str, UnsupportedKind], ...] = (
    ("animation", UnsupportedKind.VIDEO),
    ("video", UnsupportedKind.VIDEO),
    ("video_note", UnsupportedKind.VIDEO),
    ("live_photo", UnsupportedKind.PHOTO),
    ("photo", UnsupportedKind.PHOTO),
    ("voice", UnsupportedKind.VOICE),
    ("audio", UnsupportedKind.FILE),
    ("sticker", UnsupportedKind.STICKER),
    ("document", UnsupportedKind.FILE),
    ("venue", UnsupportedKind.LOCATION),
    ("location", UnsupportedKind.LOCATION),
    ("contact", UnsupportedKind.CONTACT),
    ("poll", UnsupportedKind.POLL),
    ("dice", UnsupportedKind.OTHER),
    ("game", UnsupportedKind.OTHER),
    ("story", UnsupportedKind.OTHER),
    ("paid_media", UnsupportedKind.OTHER),
    ("checklist", UnsupportedKind.OTHER),
    ("invoice", UnsupportedKind.OTHER),
    ("giveaway", UnsupportedKind.OTHER),
    ("giveaway_winners", UnsupportedKind.OTHER),
    ("gift", UnsupportedKind.OTHER),
    ("unique_gift", UnsupportedKind.OTHER),
    ("passport_data", UnsupportedKind.OTHER),
    ("users_shared", UnsupportedKind.CONTACT),
    ("chat_shared", UnsupportedKind.CONTACT),
)
"""What a person can send that is not words. The first that fits counts: a GIF is a document as well, a venue a place."""

SERVICE_CONTENT = frozenset(
    {
        "boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left",
        "checklist_tasks_added", "checklist_tasks_done", "connected_website", "delete_chat_photo",
        "direct_message_price_changed", "forum_topic_created", "forum_topic_closed", "forum_topic_edited",
        "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift_upgrade_sent",
        "giveaway_created", "giveaway_completed", "group_chat_created", "left_chat_member", "managed_bot_created",
        "message_auto_delete_timer_changed", "migrate_to_chat_id", "new_chat_members", "new_chat_title",
        "new_chat_photo", "paid_message_price_changed", "pinned_message", "poll_option_added", "poll_option_deleted",
        "proximity_alert_triggered", "refunded_payment", "successful_payment", "suggested_post_approval_failed",
        "suggested_post_approved", "suggested_post_declined", "suggested_post_info", "suggested_post_paid",
        "suggested_post_refunded", "supergroup_chat_created", "video_chat_scheduled", "video_chat_started",
        "video_chat_ended", "video_chat_participants_invited", "web_app_data", "write_access_allowed",
    }
)  # fmt: skip
"""What Telegram tells a chat by itself, such as that somebody set messages to vanish: nobody waits for an answer."""

BESIDE_CONTENT = frozenset(
    {"text", "business_connection_id", "effect_id", "reply_to_story", "sender_boost_count", "sender_business_bot"}
)
"""Words, and marks that a message of any kind can carry."""
