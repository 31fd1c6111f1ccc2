use crate::item::Fault;
use utsushi_findings::{Detail, REC003, REC004};

/// REC003, REC004: an item that the others ask for has a value.
pub(super) fn check(filled: bool, told: impl Fn() -> String, error: bool) -> Result<(), Fault> {
    if filled {
        return Ok(());
    }
    let code = if error { &REC003 } else { &REC004 };
    Err(Fault { code, detail: Detail::Text(told().into()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_partner_is_told() {
        assert!(check(true, String::new, true).is_ok());
        assert_eq!(check(false, String::new, true).unwrap_err(), "REC003");
        assert_eq!(check(false, String::new, false).unwrap_err(), "REC004");
    }
}
