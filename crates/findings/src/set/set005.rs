use crate::{Both, Disposition, Entry, Group, Severity};

/// A file of a delivered business is missing.
pub static SET005: Entry = Entry {
    id: "SET005",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "業務のファイルがそろっていない", en: "A file of a delivered business is missing"
    },
    message: Both {
        ja: "この業務のファイル {text} がありません",
        en: "{text}, a file of this business, is not in the delivery",
    },
    advice: Both {
        ja: "該当する記録がもともと無いのか、出し忘れかを引渡し側に確かめてください",
        en: "ask whether there are no such records, or whether the file was forgotten",
    },
    explanation: Both {
        ja: "納品された業務の、レイアウトにあるファイルが見つかりません。そのファイルを見る規則は実行されません。",
        en: "A file that the layout of a delivered business has was not found; rules that look at it are not run.",
    },
    source: "",
};
