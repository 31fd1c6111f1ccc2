//! 異動事由 as the old system codes them.

/// A reason for a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Reason {
    /// How the resident export writes it.
    pub name: &'static str,
    /// The code in the history files.
    pub vendor: &'static str,
    /// The four digits that the mappings translate both to, and that the master of reasons has. They are made up.
    pub code: &'static str,
    /// 異動区分: 1 記載, 2 消除, 3 修正.
    pub kind: &'static str,
    /// 届出等区分: 1 届出, 2 職権, 3 申出, 4 請求, 5 通知.
    pub notification: &'static str,
}

const fn reason(
    name: &'static str,
    vendor: &'static str,
    code: &'static str,
    kind: &'static str,
    notification: &'static str,
) -> Reason {
    Reason { name, vendor, code, kind, notification }
}

/// All of them.
pub(crate) const REASONS: [Reason; 19] = [
    reason("出生", "A11", "1101", "1", "1"),
    reason("転入", "A12", "1102", "1", "1"),
    reason("国外転入", "A13", "1103", "1", "1"),
    reason("職権記載", "A14", "1104", "1", "2"),
    reason("転出", "B11", "2101", "2", "1"),
    reason("国外転出", "B12", "2102", "2", "1"),
    reason("死亡", "B13", "2103", "2", "1"),
    reason("職権消除", "B14", "2104", "2", "2"),
    reason("転居", "C11", "3101", "3", "1"),
    reason("世帯変更", "C12", "3102", "3", "1"),
    reason("世帯主変更", "C13", "3103", "3", "1"),
    reason("職権修正", "C14", "3104", "3", "2"),
    reason("戸籍届出", "C15", "3105", "3", "5"),
    reason("住居表示", "C16", "3106", "3", "2"),
    reason("続柄修正", "C17", "3107", "3", "2"),
    reason("改製", "C18", "3108", "3", "2"),
    reason("在留資格変更", "C19", "3109", "3", "5"),
    reason("在留期間更新", "C20", "3110", "3", "5"),
    reason("異動取消", "C21", "3111", "3", "2"),
];

/// The reason of this name.
pub(crate) fn named(name: &str) -> &'static Reason {
    let found = REASONS.iter().find(|reason| reason.name == name);
    debug_assert!(found.is_some(), "{name}");
    found.unwrap_or(&REASONS[11])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_reasons_share_a_name_or_a_code() {
        for (at, reason) in REASONS.iter().enumerate() {
            for other in &REASONS[at + 1..] {
                assert!(
                    reason.name != other.name && reason.vendor != other.vendor && reason.code != other.code
                );
            }
        }
    }
}
