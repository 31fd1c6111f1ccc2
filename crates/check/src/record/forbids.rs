use crate::item::Fault;
use utsushi_findings::{Detail, REC005, REC006};

/// REC005, REC006: an item that the others exclude has no value.
pub(super) fn check(value: &str, told: impl Fn() -> String, error: bool) -> Result<(), Fault> {
    if value.is_empty() {
        return Ok(());
    }
    let code = if error { &REC005 } else { &REC006 };
    Err(Fault { code, detail: Detail::Text(told().into()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_should_not_be_is_told() {
        assert!(check("", String::new, true).is_ok());
        assert_eq!(check("x", String::new, true).unwrap_err(), "REC005");
        assert_eq!(check("x", String::new, false).unwrap_err(), "REC006");
    }
}
