use super::time::surely_before;
use crate::item::Fault;
use utsushi_findings::{Detail, REC001, REC002};

/// REC001, REC002: `later` is not before `earlier`. Where a part is unknown, only what is known counts.
pub(super) fn check(earlier: &str, later: &str, earlier_name: &str, error: bool) -> Result<(), Fault> {
    if !surely_before(later, earlier) {
        return Ok(());
    }
    let code = if error { &REC001 } else { &REC002 };
    Err(Fault { code, detail: Detail::Text(earlier_name.into()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_surely_wrong_order_is_told() {
        assert_eq!(check("19800401", "19800331", "生年月日", true).unwrap_err(), "REC001");
        for later in ["19800401", "19800400", "19800000", "", "19810101", "99999999"] {
            assert!(check("19800401", later, "生年月日", true).is_ok(), "{later}");
        }
        assert_eq!(check("19800401", "19790000", "生年月日", false).unwrap_err(), "REC002");
    }
}
