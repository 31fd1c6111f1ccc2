use crate::{Both, Disposition, Entry, Group, Severity};

/// A character cut in half.
pub static CHR002: Entry = Entry {
    id: "CHR002",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "途中で切れた文字", en: "A character cut in half" },
    message: Both {
        ja: "項目の最後で文字が途中で切れています (バイト {text})",
        en: "the field ends in the middle of a character (byte {text})",
    },
    advice: Both {
        ja: "元のシステムで切れる前の値を確かめてください。多くは項目のバイト数に収まらない氏名や住所です",
        en: "look up the whole value in the old system; most are names or addresses longer than the old field",
    },
    explanation: Both {
        ja: "2バイト文字の1バイト目だけが項目の最後に残っています。バイト数で切り詰められた氏名・住所によくあります。失われた文字は復元できません。",
        en: "Only the first byte of a two-byte character is left at the end of the field: typical of names and addresses that an old system cut by bytes. The lost character cannot be restored.",
    },
    source: "",
};
