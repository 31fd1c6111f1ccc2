use crate::{Both, Disposition, Entry, Group, Severity};

/// A number of the wrong length.
pub static NUM004: Entry = Entry {
    id: "NUM004",
    group: Group::Numbers,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "番号の桁数の誤り", en: "A number of the wrong length" },
    message: Both {
        ja: "番号は {expected} 桁の数字ですが、{actual} 文字あります",
        en: "the number has {expected} digits; this has {actual} characters",
    },
    advice: Both {
        ja: "先頭の 0 が落ちていないか、別の番号が入っていないかを確かめてください",
        en: "look for lost leading zeros, or another number in this field",
    },
    explanation: Both {
        ja: "個人番号など、桁数の決まった番号の長さが違うか、数字でない文字が混じっています。",
        en: "A number of fixed length, such as 個人番号, is shorter or longer, or holds something other than digits.",
    },
    source: "個人番号: 番号法施行令第8条",
};
