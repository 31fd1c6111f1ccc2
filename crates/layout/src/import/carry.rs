//! Rules carried over: those whose roles all found an item.

use std::collections::BTreeSet;
use toml::{Table, Value};

/// A rule that could not be carried over.
#[derive(Debug)]
pub(super) struct Lost {
    pub rule: String,
    pub missing: Vec<String>,
}

/// What a rules file becomes where the file has the roles `own` and `others` tells those of other files (`None`
/// where there is no such file).
pub(super) fn rules(
    text: &str,
    own: &BTreeSet<String>,
    others: &dyn Fn(&str) -> Option<BTreeSet<String>>,
) -> Result<(String, Vec<Lost>), toml::de::Error> {
    let table: Table = text.parse()?;
    let (mut kept, mut lost) = (Table::new(), Vec::new());
    for (kind, rules) in table {
        let Value::Array(rules) = rules else {
            kept.insert(kind, rules);
            continue;
        };
        let mut stay = Vec::new();
        for (index, rule) in rules.into_iter().enumerate() {
            let missing = match &rule {
                Value::Table(rule) => missing(&kind, rule, own, others),
                _ => Vec::new(),
            };
            match missing.is_empty() {
                true => stay.push(rule),
                false => lost.push(Lost { rule: format!("[[{kind}]] {}", index + 1), missing }),
            }
        }
        if !stay.is_empty() {
            kept.insert(kind, Value::Array(stay));
        }
    }
    Ok((toml::to_string(&kept).unwrap_or_default(), lost))
}

/// Keys whose values are roles of the file itself.
const OWN: [&str; 20] = [
    "role",
    "earlier",
    "later",
    "start",
    "end",
    "from",
    "needs",
    "needs_any",
    "when_filled",
    "key",
    "flag",
    "order",
    "items",
    "as_of",
    "equal",
    "group_by",
    "sum_of",
    "count_equals",
    "when",
    "except_when",
];

fn missing(
    kind: &str,
    rule: &Table,
    own: &BTreeSet<String>,
    others: &dyn Fn(&str) -> Option<BTreeSet<String>>,
) -> Vec<String> {
    let mut missing = Vec::new();
    let mut look = |roles: &BTreeSet<String>, value: &Value, file: &str| {
        for role in named(value) {
            if !roles.contains(&role) {
                missing.push(format!("{file}{role}"));
            }
        }
    };
    for key in OWN {
        if let Some(value) = rule.get(key) {
            look(own, value, "");
        }
    }
    let to = rule.get("to").and_then(Value::as_str);
    if let (None, Some(value)) = (to, rule.get("roles")) {
        look(own, value, "");
    }
    if let Some(to) = to {
        match others(to) {
            None => missing.push(to.to_owned()),
            Some(theirs) if kind == "relation" => {
                for key in ["roles", "to_when", "equal"] {
                    if let Some(value) = rule.get(key) {
                        look(&theirs, value, &format!("{to}: "));
                    }
                }
            }
            Some(_) => {}
        }
    }
    missing.dedup();
    missing
}

/// The roles in a value: a name, names, or conditions.
fn named(value: &Value) -> Vec<String> {
    match value {
        Value::String(role) => vec![role.clone()],
        Value::Array(values) => values.iter().flat_map(named).collect(),
        Value::Table(test) => test.get("role").map(named).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(roles: &[&str]) -> BTreeSet<String> {
        roles.iter().map(|role| (*role).to_owned()).collect()
    }

    #[test]
    fn a_rule_stays_where_all_its_roles_are() {
        let text = "[[record]]\nrule='order'\nearlier='a'\nlater='b'\nsource='x'\n\
                    [[record]]\nrule='order'\nearlier='a'\nlater='gone'\nsource='x'\n\
                    [[relation]]\nitems=['a']\nto='01.there'\nroles=['r']\n\
                    [[relation]]\nitems=['a']\nto='01.there'\nroles=['no']\n\
                    [[relation]]\nitems=['a']\nto='01.gone'\nroles=['r']\n\
                    [[record]]\nrule='forbids'\nwhen=[{role='away', is='blank'}]\nroles=['b']\n";
        let others = |file: &str| (file == "01.there").then(|| set(&["r"]));
        let (kept, lost) = rules(text, &set(&["a", "b"]), &others).unwrap();
        let lost: Vec<String> =
            lost.into_iter().map(|lost| format!("{} {}", lost.rule, lost.missing.join("+"))).collect();
        assert_eq!(
            lost,
            [
                "[[record]] 2 gone",
                "[[record]] 3 away",
                "[[relation]] 2 01.there: no",
                "[[relation]] 3 01.gone"
            ]
        );
        let kept: Table = kept.parse().unwrap();
        assert_eq!(kept["record"].as_array().unwrap().len(), 1);
        assert_eq!(kept["relation"].as_array().unwrap().len(), 1);
    }
}
