#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    cin >> n;
    vector<long long> numbers(n);
    for (auto &number : numbers) cin >> number;
    cout << accumulate(numbers.begin(), numbers.end(), 0LL) << '\n';
}
