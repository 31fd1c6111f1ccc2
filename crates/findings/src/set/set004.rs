use crate::{Both, Disposition, Entry, Group, Severity};

/// A required file is missing.
pub static SET004: Entry = Entry {
    id: "SET004",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "必要なファイルがない", en: "A required file is missing" },
    message: Both {
        ja: "必要なファイル {text} がありません",
        en: "the required file {text} is not in the delivery",
    },
    advice: Both {
        ja: "引渡し側に提出を求めてください", en: "ask whoever delivered it for the file"
    },
    explanation: Both {
        ja: "プロファイルの [require] か manifest.json・datapackage.json が挙げるファイルが、納品物の中に見つかりません。",
        en: "A file that the profile's [require], manifest.json or datapackage.json names was not found in the delivery.",
    },
    source: "",
};
