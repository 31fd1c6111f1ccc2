use crate::{Both, Disposition, Entry, Group, Severity};

/// A file delivered twice.
pub static SET007: Entry = Entry {
    id: "SET007",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "二重のファイル", en: "A file delivered twice" },
    message: Both {
        ja: "同じ移行ファイルが {text} にもあります。こちらは検査していません",
        en: "the same standard file is also in {text}; this one was not checked",
    },
    advice: Both {
        ja: "どちらが正しいかを引渡し側に確かめてください。分割なら delivery.toml の paths に並べます",
        en: "ask which one is right; parts of one file are listed in paths of delivery.toml",
    },
    explanation: Both {
        ja: "一つの移行ファイルに当たるファイルが二つ以上あり、番号で分けた分割とも見えません。番号のないもの、なければ名前の順で先のものだけを検査します。",
        en: "Two or more files are the same standard file and do not look like numbered parts of one. Only one of them is checked: the one without a number, else the first by name.",
    },
    source: "",
};
