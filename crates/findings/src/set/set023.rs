use crate::{Both, Disposition, Entry, Group, Severity};

/// A gaiji that the list lacks.
pub static SET023: Entry = Entry {
    id: "SET023",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "外字一覧にない外字", en: "A gaiji that the list lacks" },
    message: Both {
        ja: "外字一覧情報にない外字です ({text})",
        en: "a gaiji that the gaiji list does not have ({text})",
    },
    advice: Both {
        ja: "外字一覧とフォントの提出を求めてください", en: "ask for the list and the font"
    },
    explanation: Both {
        ja: "データに現れる外字の符号が、外字一覧情報にありません。どの字かを知る手がかりがありません。",
        en: "A gaiji code that the data uses is not in the delivered list: nobody can tell which character it is.",
    },
    source: "",
};
