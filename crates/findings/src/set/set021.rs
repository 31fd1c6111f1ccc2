use crate::{Both, Disposition, Entry, Group, Severity};

/// A protected person without the flag.
pub static SET021: Entry = Entry {
    id: "SET021",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "支援措置の表示がない", en: "A protected person without the flag" },
    message: Both {
        ja: "支援措置の期間中の者ですが、{text} に表示がありません",
        en: "the person is protected, but {text} does not show it",
    },
    advice: Both {
        ja: "受け入れずに、直ちに引渡し側と原課に知らせてください",
        en: "do not accept it; tell whoever delivered it, and the section, at once",
    },
    explanation: Both {
        ja: "支援措置情報に期間中 (または仮支援措置中) の行があり、住民情報に支援措置の表示がありません。住所が漏れるおそれがあります。",
        en: "The ledger of 支援措置 has a current row, and the resident has no flag. An address may be given away.",
    },
    source: "住民基本台帳事務処理要領第5-10",
};
