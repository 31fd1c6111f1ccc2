use crate::{Both, Disposition, Entry, Group, Severity};

/// Several targets of one rank.
pub static CHR017: Entry = Entry {
    id: "CHR017",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "縮退先が複数ある文字", en: "A character with several reductions" },
    message: Both {
        ja: "{text} は縮退先が複数あり、決められません",
        en: "{text} has several targets of the same rank",
    },
    advice: Both {
        ja: "どの文字にするかを人が決め、外字表・replace・訂正ファイルのどれかで指定してください",
        en: "a person has to choose: say it in the gaiji table, with replace, or in a corrections file",
    },
    explanation: Both {
        ja: "選んだ縮退の関係の同じ順位に、移行先で使える文字が二つ以上あります。utsushi は選びません。",
        en: "The chosen relation gives two or more characters of the same rank that the receiving side takes. utsushi does not choose.",
    },
    source: "IPA MJ縮退マップ Ver.1.2.0",
};
