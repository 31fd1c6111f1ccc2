use crate::{Both, Disposition, Entry, Group, Severity};

/// CSV and Parquet disagree.
pub static SET014: Entry = Entry {
    id: "SET014",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "CSV と Parquet の件数が違う", en: "CSV and Parquet disagree" },
    message: Both {
        ja: "CSV と Parquet の件数が違います ({text})",
        en: "CSV and Parquet have different numbers of rows ({text})",
    },
    advice: Both {
        ja: "どちらが正しいかを引渡し側に確かめてください", en: "ask which of them is right"
    },
    explanation: Both {
        ja: "同じ移行ファイルが両方の形式で納品され、行の数が違います。検査したのは CSV です。",
        en: "A standard file was delivered in both forms, with different numbers of rows. The CSV was checked.",
    },
    source: "",
};
