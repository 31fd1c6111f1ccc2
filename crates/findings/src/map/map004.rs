use crate::{Both, Disposition, Entry, Group, Severity};

/// A value that the reference does not resolve.
pub static MAP004: Entry = Entry {
    id: "MAP004",
    group: Group::Mapping,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "参照表で決まらない値", en: "A value that the reference does not resolve" },
    message: Both {
        ja: "値が参照表「{text}」で一つに決まりません",
        en: "the reference \"{text}\" has no single answer for the value",
    },
    advice: Both {
        ja: "参照表が最新か、値の前後の0や桁数が同じか、基準日が有効期間に入っているかを確かめてください",
        en: "check that the reference is complete, that both sides have the same digits and leading zeros, and that the date lies in a period of validity",
    },
    explanation: Both {
        ja: "参照表 ([[reference]]) にこの値のキーがないか、基準日に有効な行がないか、基準日が空や不詳で答えが一つに決まりません。付番表 (renumber) では新しい番号が空の行も同じです。推測で置き換えることはしません。",
        en: "The reference ([[reference]]) has no such key, or no row that is valid on the day, or the day is blank or partly unknown and several rows could be meant. For renumber, a row whose new number is blank is the same. It is never guessed.",
    },
    source: "",
};
