//! Each operator on its worst lawful value, at two sizes: `cargo bench -p depute-benches --bench operators`.

use criterion::{Criterion, criterion_group, criterion_main};

fn operators(criterion: &mut Criterion) {
    for figure in depute_benches::operators() {
        criterion.bench_function(&figure.name, |bencher| bencher.iter(|| figure.run()));
    }
}

criterion_group!(benches, operators);
criterion_main!(benches);
