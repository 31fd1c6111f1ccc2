use crate::{Both, Disposition, Entry, Group, Severity};

/// Several 正字 of the first rank.
pub static CHR020: Entry = Entry {
    id: "CHR020",
    group: Group::Characters,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "正字が一つに決まらない文字", en: "A character with several 正字" },
    message: Both {
        ja: "入管の対応表で第1順位の正字が複数ある文字を、そのままにしました",
        en: "holds a character with several 正字 of the first rank in 入管's table; it was left as it is",
    },
    advice: Both {
        ja: "在留カードの表記を確かめ、訂正ファイルで指定してください",
        en: "look at the residence card, and say it in a corrections file",
    },
    explanation: Both {
        ja: "簡体字・繁体字を正字にする変換 seiji は、第1順位の正字が一つの文字だけを変えます。",
        en: "The transform seiji changes only characters with one 正字 of the first rank.",
    },
    source: "平成23年法務省告示第582号 (在留カード等に係る漢字氏名の表記等)",
};
