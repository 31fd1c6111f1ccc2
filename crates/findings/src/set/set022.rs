use crate::{Both, Disposition, Entry, Group, Severity};

/// A flag without a ledger row.
pub static SET022: Entry = Entry {
    id: "SET022",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "支援措置の台帳にない", en: "A flag without a ledger row" },
    message: Both {
        ja: "支援措置の表示がありますが、{text} に行がありません",
        en: "there is a flag of protection, but no row in {text}",
    },
    advice: Both {
        ja: "台帳と照合し、期間と範囲を原課に確かめてください",
        en: "compare it with the section's ledger: period and scope are lost",
    },
    explanation: Both {
        ja: "支援措置の表示のある者が、支援措置情報にありません。期間・範囲・相手方が分かりません。",
        en: "A person with the flag is not in the ledger of 支援措置: period, scope and opponent are not known.",
    },
    source: "住民基本台帳事務処理要領第5-10",
};
