//! From findings to a verdict, by the rules of the profile.

use super::profile::Profile;
use super::result::{Decision, Reason, Verdict};
use std::collections::{BTreeMap, HashSet};
use utsushi_findings::{Code, Lang, Severity, find};

/// What leads to 受入不可 unless the profile says otherwise: 支援措置 that was lost, files that are missing, unreadable or
/// changed, totals that differ, records without a usable key or that cannot be cut, keys twice, references to nothing.
pub const REFUSE_ON: [&str; 7] =
    ["SET021", "SET022", "error:SET", "error:key", "error:FMT", "error:DUP", "error:REF"];

/// What leads to 条件付き受入可: any other error, what is missing or strange about the delivery itself, and any other warning.
pub const CONDITIONAL_ON: [&str; 3] = ["error", "warning:SET", "warning"];

/// One rule: which findings lead to which decision.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    name: String,
    decision: Decision,
    which: Which,
}

#[derive(Clone, Debug)]
enum Which {
    Severity(Severity),
    Group(Severity, String),
    Keys(Severity),
    Code(&'static str),
}

/// Findings counted for a verdict.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighed {
    /// All, by code.
    pub all: BTreeMap<Code, u64>,
    /// Those in key items.
    pub keys: BTreeMap<Code, u64>,
}

impl Weighed {
    pub fn add(&mut self, code: Code, key: bool) {
        *self.all.entry(code).or_default() += 1;
        if key {
            *self.keys.entry(code).or_default() += 1;
        }
    }
}

impl Rule {
    /// `error`, `warning`, `error:REF`, `error:key`, `SET021`.
    pub fn parse(name: &str, decision: Decision) -> Option<Rule> {
        let severity = |word: &str| match word {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Info),
            _ => None,
        };
        let groups = ["CHR", "FMT", "MAP", "ITM", "COD", "DAT", "NUM", "REC", "DUP", "REF", "SET"];
        let which = match name.split_once(':') {
            Some((word, "key")) => Which::Keys(severity(word)?),
            Some((word, group)) if groups.contains(&group) => Which::Group(severity(word)?, group.to_owned()),
            Some(_) => return None,
            None => match severity(name) {
                Some(severity) => Which::Severity(severity),
                None => Which::Code(find(name)?.id()),
            },
        };
        Some(Rule { name: name.to_owned(), decision, which })
    }

    fn matches(&self, code: Code) -> bool {
        match &self.which {
            Which::Severity(severity) => code.0.severity == *severity,
            Which::Group(severity, group) => {
                code.0.severity == *severity && code.id().starts_with(group.as_str())
            }
            Which::Keys(severity) => code.0.severity == *severity,
            Which::Code(id) => code.id() == *id,
        }
    }

    fn text(&self, lang: Lang) -> String {
        let severity = |severity: &Severity| match severity {
            Severity::Error => lang.pick("エラー", "errors"),
            Severity::Warning => lang.pick("警告", "warnings"),
            Severity::Info => lang.pick("お知らせ", "remarks"),
        };
        match &self.which {
            Which::Severity(which) => severity(which).to_owned(),
            Which::Keys(which) => {
                let word = severity(which);
                lang.pick(&format!("キー項目の{word}"), &format!("{word} in key items")).to_owned()
            }
            Which::Code(id) => {
                let title = find(id).map_or("", |code| code.0.title.get(lang));
                format!("{id} {title}")
            }
            Which::Group(which, group) => {
                let known =
                    utsushi_findings::CATALOGUE.iter().find(|entry| entry.id.starts_with(group.as_str()));
                let title = known.map_or(group.as_str(), |entry| entry.group.title().get(lang));
                format!("{}: {title}", severity(which))
            }
        }
    }
}

/// The verdict on some findings.
pub(crate) fn judge(profile: &Profile, weighed: &Weighed, lang: Lang) -> Verdict {
    let counts_of = |codes: &BTreeMap<Code, u64>, code: Code| {
        let tolerated = profile.used.tolerated.get(code.id()).copied().unwrap_or(0);
        let all = weighed.all.get(&code).copied().unwrap_or(0);
        if all <= tolerated { 0 } else { codes.get(&code).copied().unwrap_or(0) }
    };
    let mut verdict = Verdict::default();
    let mut told: HashSet<&str> = HashSet::new();
    let mut rules: Vec<&Rule> = profile.rules.iter().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.decision));
    for rule in rules {
        let of_keys = matches!(rule.which, Which::Keys(_));
        let found = if of_keys { &weighed.keys } else { &weighed.all };
        let mut reason = Reason {
            decision: rule.decision,
            rule: rule.name.clone(),
            codes: BTreeMap::new(),
            count: 0,
            text: rule.text(lang),
        };
        for code in found.keys().filter(|code| rule.matches(**code)) {
            let count = counts_of(found, *code);
            if count == 0 || (told.contains(code.id()) && !of_keys) {
                continue;
            }
            reason.codes.insert(code.id().to_owned(), count);
            reason.count += count;
        }
        if reason.count > 0 {
            verdict.decision = verdict.decision.max(rule.decision);
            told.extend(
                found.keys().filter(|code| reason.codes.contains_key(code.id())).map(|code| code.id()),
            );
            verdict.reasons.push(reason);
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_findings::{DAT002, ITM001, ITM004, REF001, SET012, SET013, SET021};

    fn decision(codes: &[(&'static utsushi_findings::Entry, bool)]) -> (Decision, Vec<String>) {
        let mut weighed = Weighed::default();
        codes.iter().for_each(|(entry, key)| weighed.add(Code(entry), *key));
        let verdict = judge(&Profile::default(), &weighed, Lang::En);
        (verdict.decision, verdict.reasons.into_iter().map(|reason| reason.rule).collect())
    }

    #[test]
    fn the_heaviest_finding_decides_and_each_is_told_once() {
        assert_eq!(decision(&[]), (Decision::Accept, vec![]));
        assert_eq!(decision(&[(&SET013, false)]).0, Decision::Accept);
        assert_eq!(decision(&[(&SET012, false)]), (Decision::Conditional, vec!["warning:SET".to_owned()]));
        assert_eq!(decision(&[(&DAT002, false)]), (Decision::Conditional, vec!["error".to_owned()]));
        assert_eq!(decision(&[(&ITM001, true)]).0, Decision::Refuse);
        assert_eq!(decision(&[(&ITM001, false)]).0, Decision::Conditional);
        let all = decision(&[(&SET021, false), (&REF001, false), (&ITM004, false), (&DAT002, false)]);
        let rules = ["SET021", "error:REF", "error", "warning"].map(str::to_owned);
        assert_eq!((all.0, &all.1[..all.1.len().min(2)]), (Decision::Refuse, &rules[..2]));
    }

    #[test]
    fn tolerated_cases_do_not_count_until_they_are_more() {
        let mut profile = Profile::default();
        profile.used.tolerated.insert("DAT002".into(), 2);
        let mut weighed = Weighed::default();
        weighed.add(Code(&DAT002), false);
        weighed.add(Code(&DAT002), false);
        assert_eq!(judge(&profile, &weighed, Lang::Ja).decision, Decision::Accept);
        weighed.add(Code(&DAT002), false);
        assert_eq!(judge(&profile, &weighed, Lang::Ja).decision, Decision::Conditional);
    }
}
