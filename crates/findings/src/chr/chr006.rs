use crate::{Both, Disposition, Entry, Group, Severity};

/// Values whose writing a normalisation changed.
pub static CHR006: Entry = Entry {
    id: "CHR006",
    group: Group::Characters,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both { ja: "表記をそろえた値", en: "Values made uniform in writing" },
    message: Both {
        ja: "normalize の指定で表記をそろえました (ファイル 項目 指定: 件数 = {text})",
        en: "normalize changed the writing (file item policy: values = {text})",
    },
    advice: Both {
        ja: "件数が見込みと違うときは、mapping の normalize の指定を見直してください",
        en: "where the number is not what you expect, look at normalize in the mapping again",
    },
    explanation: Both {
        ja: "mapping の normalize が、全角・半角、空白、ハイフンと長音などの書き方を変えた値の件数を、ファイル・項目・指定ごとに示します。一つの値を二つの指定が変えたときは両方に数えます。棄却された行の値も含みます。",
        en: "The number of values of which `normalize` in the mapping changed the writing (width, spaces, hyphens and long vowels …), by file, item and policy. A value that two policies changed counts in both, and so do values of rows that were rejected.",
    },
    source: "",
};
