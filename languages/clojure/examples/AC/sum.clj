; Adds the numbers that it reads.
(require '[clojure.string :as string])

(->> (string/split (string/trim (slurp *in*)) #"\s+")
     (map #(Long/parseLong %))
     (reduce +)
     println)
