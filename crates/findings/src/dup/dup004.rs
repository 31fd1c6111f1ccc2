use crate::{Both, Disposition, Entry, Group, Severity};

/// Rows that share a key and differ, where nobody may win.
pub static DUP004: Entry = Entry {
    id: "DUP004",
    group: Group::Duplicate,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "同じキーで内容の違う行", en: "Rows with one key and different values" },
    message: Both {
        ja: "キーが同じで内容の違う行があるので、どれも受け付けません ({text})",
        en: "rows share this key and differ, so none is taken ({text})",
    },
    advice: Both {
        ja: "どの行が正しいか元の記録で確かめ、rejects/ のレコードを直すか、[cleanse.files] に方針を書いてください",
        en: "look at the original records, correct those in rejects/, or choose a policy in [cleanse.files]",
    },
    explanation: Both {
        ja: "[cleanse.files] の方針が none のファイルでは、同じキーで内容の違う行をすべて不受理にします。最初の行の場所、行数、値の違う項目の名前を示します。",
        en: "Where the policy in [cleanse.files] is none, all rows that share a key and differ are rejected. The place of the first of them, their number and the names of the items that differ are told.",
    },
    source: "",
};
