use crate::{Both, Disposition, Entry, Group, Severity};

/// A gaiji that could not be identified.
pub static CHR016: Entry = Entry {
    id: "CHR016",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "同定できなかった外字", en: "A gaiji that was given up" },
    message: Both {
        ja: "外字 {text} は外字表で同定不能 (rejected) です",
        en: "the gaiji {text} is marked as rejected in the gaiji table",
    },
    advice: Both {
        ja: "このレコードの文字を本人の申出や戸籍で確かめ、元のシステムか訂正ファイルで直してください",
        en: "find out from the register what these records mean, and correct them in the old system or with a corrections file",
    },
    explanation: Both {
        ja: "外字表で、同定できない (または文字ではない) とされた外字です。[characters] unmapped に従います。",
        en: "The gaiji table says that this gaiji cannot be identified, or is no character. [characters] unmapped decides.",
    },
    source: "",
};
