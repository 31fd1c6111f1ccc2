use crate::{Both, Disposition, Entry, Group, Severity};

/// A Parquet column of another type.
pub static SET015: Entry = Entry {
    id: "SET015",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "Parquet の列の型が違う", en: "A Parquet column of another type" },
    message: Both {
        ja: "Parquet の列の型がレイアウトと違います: {text}",
        en: "Parquet columns of another type than the layout's: {text}",
    },
    advice: Both {
        ja: "型を直して出し直してもらってください", en: "ask for the file with the right types"
    },
    explanation: Both {
        ja: "整数・小数の項目は整数・小数、ほかは文字列です。小数点以下のある型 (float) は値を丸めるので金額に使えません。",
        en: "Items that are whole numbers or decimals have such types, all others are strings. Floating point rounds values.",
    },
    source: "",
};
