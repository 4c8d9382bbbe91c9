//! Property tests: every way to build and cut a column keeps its cells.

use proptest::prelude::*;

use crate::{Column, DataType, Value};

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Long),
        prop::collection::vec(any::<i64>().prop_map(Value::Long), 2..4).prop_map(Value::List),
    ]
}

fn cells(column: &Column) -> Vec<Value> {
    (0..column.len()).map(|at| column.cell_value(at)).collect()
}

proptest! {
    #[test]
    fn building_slicing_taking_and_joining_keep_cells(
        left in prop::collection::vec(cell(), 0..12),
        right in prop::collection::vec(cell(), 1..12),
        repeat in 0usize..4,
    ) {
        let a = Column::from_values(DataType::Long, &left);
        let b = Column::from_values(DataType::Long, &right);
        let c = Column::constant(DataType::Long, &right[0], repeat);
        prop_assert_eq!(cells(&a), left.clone());
        let joined = Column::concat(&[&a, &b, &c, &b.slice(1, right.len() - 1)]);
        let mut expected = [left, right.clone(), vec![right[0].clone(); repeat]].concat();
        expected.extend_from_slice(&right[1..]);
        prop_assert_eq!(cells(&joined), expected.clone());
        let odd: Vec<u32> = (0..joined.len() as u32).rev().step_by(2).collect();
        let taken: Vec<Value> = odd.iter().map(|&at| expected[at as usize].clone()).collect();
        prop_assert_eq!(cells(&joined.take(&odd)), taken);
        let half = joined.len() / 2;
        prop_assert_eq!(cells(&joined.slice(half, joined.len() - half)), expected[half..].to_vec());
    }
}
