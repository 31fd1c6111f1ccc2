use crate::item::Fault;
use utsushi_findings::{Detail, REC009, REC010};

/// REC009, REC010: the value is one of those that the other items allow, or blank.
pub(super) fn check(
    value: &str,
    allowed: &[String],
    told: impl Fn() -> String,
    error: bool,
) -> Result<(), Fault> {
    if value.is_empty() || allowed.iter().any(|one| one == value) {
        return Ok(());
    }
    let code = if error { &REC009 } else { &REC010 };
    Err(Fault { code, detail: Detail::Text(told().into()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allowed_values_pass() {
        let allowed = ["1".to_owned()];
        assert!(
            check("1", &allowed, String::new, true).is_ok() && check("", &allowed, String::new, true).is_ok()
        );
        assert_eq!(check("2", &allowed, String::new, false).unwrap_err(), "REC010");
    }
}
