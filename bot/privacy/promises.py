"""What no code of Sayso's can see, and is therefore only promised by whoever runs it: each with what to ask for."""

from bot.privacy.findings import Finding, Part, Standing

ABOUT = "What this check cannot see. Each is a promise of whoever runs the installation: ask for what stands beside it."

PROMISES = (
    (
        "The disk with the database is encrypted.",
        "Ask how, who holds the key, and for the setting on a screen (LUKS, BitLocker, or the cloud provider's own).",
    ),
    (
        "Backups are encrypted, few people can read them, and they go after a fixed time.",
        (
            "Ask for the list of backups with their dates. A backup keeps what was deleted or erased since: the oldest must be "
            "no older than what young people are told."
        ),
    ),
    (
        "Few named people can log in to the machine, and what they do is written down.",
        (
            "Ask for the list of accounts and of administrators, and when it was last gone through. Whoever is root there can "
            "read the memory of the running program, and with it what is being written just now."
        ),
    ),
    (
        "The settings and the environment of the process are seen by no others.",
        "Ask where the secrets come from (file, service manager, container platform) and who may look there.",
    ),
    (
        "A web server or proxy in front writes no addresses, cookies or bodies into its logs.",
        "Ask for its log format and for a day of its log. Addresses (IP) with times beside them can tell who took part.",
    ),
    (
        "Telegram keeps the chats, on its servers and on the phone.",
        (
            "Sayso cannot change that, and says so to people before the first question. Ask that the impact assessment (DPIA) "
            "covers it, and whether Telegram is needed at all."
        ),
    ),
    (
        "Logs, where they are collected, go after a fixed time.",
        (
            "Ask where standard error of the process goes and for how long it stays. It holds no words of people, but when "
            "something happened."
        ),
    ),
    (
        "The database server logs no statements with their values.",
        "On PostgreSQL ask for `SHOW log_statement` (none) and `SHOW log_parameter_max_length_on_error` (0).",
    ),
    (
        "Exported files are kept where few people can read them, and are deleted when the report is written.",
        "Ask where the last export lies. What people wrote can tell who they are, also without names.",
    ),
    (
        "Nothing is swapped to an unencrypted disk, and crashes write no memory to files.",
        "Ask for `swapon --show` and `ulimit -c` (0) of the service.",
    ),
)


def promises_part() -> Part:
    """Return the list."""
    findings = tuple(Finding(Standing.PROMISED, promise, ask) for promise, ask in PROMISES)
    return Part("Only promised by the operator", ABOUT, findings)
