use crate::{Both, Disposition, Entry, Group, Severity};

/// Wrong check digit.
pub static NUM001: Entry = Entry {
    id: "NUM001",
    group: Group::Numbers,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "検査用数字の誤り", en: "Wrong check digit" },
    message: Both {
        ja: "番号の検査用数字 (チェックデジット) が合いません",
        en: "the number's check digit is wrong",
    },
    advice: Both {
        ja: "番号の写し誤りです。原本や本人確認の記録で確かめてください",
        en: "a slip in the number; compare it with the original record",
    },
    explanation: Both {
        ja: "番号の最後 (または最初) の数字が、他の数字から計算した検査用数字と一致しません。",
        en: "The check digit does not agree with the one computed from the other digits.",
    },
    source: "個人番号: 番号法総務省令(平成26年総務省令第85号)第5条",
};
