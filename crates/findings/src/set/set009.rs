use crate::{Both, Disposition, Entry, Group, Severity};

/// A required column is missing.
pub static SET009: Entry = Entry {
    id: "SET009",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "必須の列がない", en: "A required column is missing" },
    message: Both {
        ja: "必須の項目の列がありません: {text}",
        en: "there is no column of the required items: {text}",
    },
    advice: Both {
        ja: "列を加えて出し直してもらってください。名前が違うだけなら delivery.toml の columns に書きます",
        en: "ask for the file with the columns; if only names differ, say so in columns of delivery.toml",
    },
    explanation: Both {
        ja: "キーまたは必須の項目の列がファイルにありません。行ごとの必須の指摘は出しません。",
        en: "The file has no column for a key item or a required item. No finding is made for every row besides.",
    },
    source: "",
};
