use crate::{Both, Disposition, Entry, Group, Severity};

/// A number of one repeated digit.
pub static NUM003: Entry = Entry {
    id: "NUM003",
    group: Group::Numbers,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "同じ数字だけの番号", en: "A number of one repeated digit" },
    message: Both {
        ja: "番号が同じ数字の繰り返しです", en: "the number is one digit repeated"
    },
    advice: Both {
        ja: "未登録を表す仮の値でないか確かめ、仮の値なら空にしてください",
        en: "if it stands for \"none\", make it blank",
    },
    explanation: Both {
        ja: "すべて 0 やすべて 9 の番号は、未登録や不明を表す仮の値です。実在の番号としては扱いません。",
        en: "All zeros or all nines stand for \"none\" or \"unknown\" in old systems; they are not taken for a real number.",
    },
    source: "",
};
