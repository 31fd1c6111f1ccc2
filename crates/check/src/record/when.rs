use super::time::surely_before;
use utsushi_layout::{FileLayout, Is, Test};

/// Whether a value passes a test.
pub(crate) fn holds(is: &Is, value: &str) -> bool {
    match is {
        Is::Blank => value.is_empty(),
        Is::Filled => !value.is_empty(),
        Is::In(values) => values.iter().any(|wanted| wanted == value),
        Is::NotIn(values) => values.iter().all(|unwanted| unwanted != value),
        Is::EndsWith(texts) => texts.iter().any(|text| value.ends_with(text.as_str())),
        Is::Before(day) => surely_before(value, day.text()),
        Is::OnOrAfter(day) => !value.is_empty() && !surely_before(value, day.text()),
    }
}

/// The items that a rule's condition looks at, as a finding names them. Never their values.
pub(crate) fn describe(tests: &[Test], layout: &FileLayout) -> String {
    let mut names: Vec<String> = Vec::new();
    for test in tests {
        let name = &layout.items[test.item].name;
        names.push(match &test.is {
            Is::Blank => format!("{name}="),
            Is::Filled => format!("{name}=*"),
            Is::In(values) => format!("{name}={}", values.join("/")),
            Is::NotIn(values) => format!("{name}≠{}", values.join("/")),
            Is::EndsWith(texts) => format!("{name}=*{}", texts.join("/*")),
            Is::Before(day) => format!("{name}<{}", day.text()),
            Is::OnOrAfter(day) => format!("{name}≧{}", day.text()),
        });
    }
    names.join("・")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_says_what_a_value_must_be() {
        let day = || utsushi_layout::Day::On("20151005".into());
        let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        assert!(holds(&Is::In(values(&["1", "2"])), "2") && !holds(&Is::In(values(&["1"])), ""));
        assert!(holds(&Is::NotIn(values(&["1"])), ""));
        assert!(holds(&Is::EndsWith(values(&["妻"])), "子の妻"));
        assert!(holds(&Is::Before(day()), "20151004") && !holds(&Is::Before(day()), ""));
        assert!(!holds(&Is::OnOrAfter(day()), "") && holds(&Is::OnOrAfter(day()), "20151005"));
    }
}
