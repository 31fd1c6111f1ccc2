use crate::{Both, Disposition, Entry, Group, Severity};

/// Records that a rule would leave behind and the law keeps.
pub static MAP013: Entry = Entry {
    id: "MAP013",
    group: Group::Mapping,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both {
        ja: "法定の保存期間にある移行対象外", en: "Left behind before the law allows it"
    },
    message: Both {
        ja: "移行対象外の規則に当たりますが、法定の保存期間内なので移行します ({text})",
        en: "a rule would leave records behind that the law says must be kept; they are migrated ({text})",
    },
    advice: Both {
        ja: "規則の条件を直してください。保存期間内のレコードは捨てられません",
        en: "correct the condition of the rule: these records must not be dropped",
    },
    explanation: Both {
        ja: "除票・除籍・附票の除票などは、法令の定める期間保存しなければなりません。[[left_behind]] に当たっても、保存期間内と分かるか、起算日が分からないレコードは移行します。規則・根拠法令ごとに件数と最初の場所を示します。",
        en: "The law says how long removed certificates and family registers are kept. A record that meets a [[left_behind]] rule is migrated all the same if that time has not passed, or if the day from which it runs is not known. Records are counted by rule and law, and the first are named.",
    },
    source: "",
};
