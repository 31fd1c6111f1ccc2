use crate::{Both, Disposition, Entry, Group, Severity};

/// Corrections that found no row.
pub static MAP006: Entry = Entry {
    id: "MAP006",
    group: Group::Mapping,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "当てはまる行のない訂正", en: "Corrections that found no row" },
    message: Both {
        ja: "訂正ファイルの {expected} 件のうち {actual} 件は、当てはまる行がありません",
        en: "of {expected} corrections, {actual} found no row",
    },
    advice: Both {
        ja: "キーの書き方 (変換後の値を / でつないだもの) と、そのレコードが入力にあるかを確かめてください",
        en: "check how the keys are written (the converted values, joined by /) and that the records are in the input",
    },
    explanation: Both {
        ja: "訂正ファイルのキーを持つ行が一つもありませんでした。元のデータが直されて要らなくなったか、キーの書き間違いです。",
        en: "No row had the key of the correction. Either the original was put right and it is no longer needed, or the key is misspelt.",
    },
    source: "",
};
