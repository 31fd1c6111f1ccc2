use crate::{Both, Disposition, Entry, Group, Severity};

/// A listed file is missing.
pub static SET017: Entry = Entry {
    id: "SET017",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "一覧にあるファイルがない", en: "A listed file is missing" },
    message: Both { ja: "{text} がありません", en: "{text} is not there" },
    advice: Both {
        ja: "データではないファイルなら、要るかどうかを確かめてください",
        en: "if it holds no data, ask whether it is needed",
    },
    explanation: Both {
        ja: "manifest.json が挙げる、データではないファイル (報告・来歴など) が納品物の中にありません。",
        en: "A file that manifest.json lists and that holds no data (a report, a trace) is not in the delivery.",
    },
    source: "",
};
